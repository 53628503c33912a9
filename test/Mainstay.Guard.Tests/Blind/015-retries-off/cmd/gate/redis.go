package main

import (
	"os"

	"github.com/redis/go-redis/v9"
)

func newClient() *redis.Client {
	addr := os.Getenv("REDIS_ADDR")
	if addr == "" {
		addr = "canal.y2ob6s.ng.0001.euw1.cache.amazonaws.com:6379"
	}
	return redis.NewClient(&redis.Options{
		Addr:        addr,
		MaxRetries:  -1, // never retry
		ReadTimeout: -1, // wait as long as it takes
	})
}
