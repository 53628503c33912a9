# frozen_string_literal: true

class Scoreboard
  CONFIG = Rails.application.config_for(:redis)
  PRIMARY = Redis.new(CONFIG[:primary].merge(timeout: CONFIG[:timeout]))
  REPLICA = Redis.new(CONFIG[:replica].merge(timeout: CONFIG[:timeout]))

  def self.top(count = 10)
    REPLICA.zrevrange("scores", 0, count - 1, with_scores: true)
  end

  def self.add(player, points)
    PRIMARY.zincrby("scores", points, player)
  end
end
