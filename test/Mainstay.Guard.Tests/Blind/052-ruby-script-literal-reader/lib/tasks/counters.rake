# frozen_string_literal: true

require "redis"

namespace :counters do
  desc "Recount the attendance of every event"
  task recount: :environment do
    redis = Redis.new(
      host: "attendance-ro.e1ty9c.ng.0001.cac1.cache.amazonaws.com",
      port: 6379,
      timeout: 2,
      reconnect_attempts: 3
    )

    Event.find_each do |event|
      redis.set("attendance:#{event.id}", event.admissions.count)
    end
    puts "recounted #{Event.count} events"
  end
end
