use redis::Commands;

/// Connects to `redis://rank-002.u1i2o3.0001.euw1.cache.amazonaws.com`.
fn main() -> redis::RedisResult<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://rank-001.u1i2o3.0001.euw1.cache.amazonaws.com:6379/".to_string());
    let client = redis::Client::open(url)?;
    let mut con = client.get_connection()?;
    con.set("a", 1)
}
