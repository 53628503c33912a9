use redis::{aio::ConnectionManager, Client, RedisResult};

/// Set `VOTES_URL` to `redis://votes.n0ej5t.ng.0001.euw1.cache.amazonaws.com:6379/` in production.
const DEFAULT_URL: &str = "redis://:c0ral%2Dreef@votes-001.n0ej5t.0001.euw1.cache.amazonaws.com:6379/";

pub struct Store {
    connection: ConnectionManager,
}

impl Store {
    pub async fn open() -> RedisResult<Self> {
        let url = std::env::var("VOTES_URL").unwrap_or_else(|_| DEFAULT_URL.to_owned());
        let client = Client::open(url)?;
        let connection = ConnectionManager::new(client).await?;
        Ok(Self { connection })
    }

    pub async fn vote(&mut self, poll: &str, option: &str) -> RedisResult<i64> {
        redis::cmd("HINCRBY")
            .arg(format!("poll:{poll}"))
            .arg(option)
            .arg(1)
            .query_async(&mut self.connection)
            .await
    }
}
