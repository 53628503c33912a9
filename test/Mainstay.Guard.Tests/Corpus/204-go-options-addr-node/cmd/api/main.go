package main

import (
	"net/http"

	"github.com/redis/go-redis/v9"
)

func main() {
	rdb := redis.NewClient(&redis.Options{
		Addr:     "sessions-002.h4j5k6.0001.usw2.cache.amazonaws.com:6379",
		PoolSize: 20,
	})
	http.Handle("/", newServer(rdb))
	_ = http.ListenAndServe(":8080", nil)
}
