package storage

import (
	"crypto/tls"
	"time"

	"github.com/redis/go-redis/v9"
)

// The write side used to be a cluster, see wagon-0001-001.v6hf1p.0001.use2.cache.amazonaws.com.
const writeAddr = "wagon-002.v6hf1p.0001.use2.cache.amazonaws.com:6379"

// NewWriter returns the client for bookings.
func NewWriter() *redis.Client {
	return redis.NewClient(&redis.Options{
		Addr:         writeAddr,
		MaxRetries:   3,
		DialTimeout:  2 * time.Second,
		ReadTimeout:  time.Second,
		WriteTimeout: time.Second,
	})
}

// NewPositions returns the client for the position cluster; any node will do as a seed.
func NewPositions(password string) *redis.ClusterClient {
	return redis.NewClusterClient(&redis.ClusterOptions{
		Addrs: []string{
			"positions-0001-001.positions.v6hf1p.use2.cache.amazonaws.com:6379",
			"positions-0002-001.positions.v6hf1p.use2.cache.amazonaws.com:6379",
			"positions-0003-001.positions.v6hf1p.use2.cache.amazonaws.com:6379",
		},
		Password:  password,
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	})
}
