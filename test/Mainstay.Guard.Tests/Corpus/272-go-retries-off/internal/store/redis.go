package store

import "github.com/redis/go-redis/v9"

func open() *redis.Client {
	return redis.NewClient(&redis.Options{
		Addr:       "feed.b9v8c7.ng.0001.euw1.cache.amazonaws.com:6379",
		MaxRetries: -1,
	})
}
