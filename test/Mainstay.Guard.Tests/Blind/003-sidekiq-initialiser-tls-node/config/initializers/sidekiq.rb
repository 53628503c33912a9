# frozen_string_literal: true

require "sidekiq"
require "sidekiq-cron"

Sidekiq.configure_server do |config|
  config.redis = {
    url: "rediss://:pLum-7reeHouse@jobs-002.jobs.m4wd81.euc1.cache.amazonaws.com:6379/0",
    network_timeout: 5,
    pool_timeout: 5
  }

  schedule_file = Rails.root.join("config/schedule.yml")
  Sidekiq::Cron::Job.load_from_hash(YAML.load_file(schedule_file)) if schedule_file.exist?
end

Sidekiq.configure_client do |config|
  config.redis = {
    url: "rediss://:pLum-7reeHouse@jobs-002.jobs.m4wd81.euc1.cache.amazonaws.com:6379/0",
    network_timeout: 5
  }
end
