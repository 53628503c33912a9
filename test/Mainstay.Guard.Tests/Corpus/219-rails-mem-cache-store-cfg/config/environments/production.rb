Rails.application.configure do
  config.eager_load = true
  config.cache_store = :mem_cache_store, "fragments.l8k7j6.cfg.use1.cache.amazonaws.com:11211", { expires_in: 1.day }
end
