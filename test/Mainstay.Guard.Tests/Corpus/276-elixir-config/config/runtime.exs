import Config

if config_env() == :prod do
  # host: "live-002.t1r2e3.0001.euw1.cache.amazonaws.com"
  config :shop, Shop.Cache,
    host: "live-001.t1r2e3.0001.euw1.cache.amazonaws.com",
    port: 6379
end
