output "redis_write_host" {
  value = aws_elasticache_replication_group.main.primary_endpoint_address
}

output "redis_read_host" {
  value = aws_elasticache_replication_group.main.reader_endpoint_address
}

output "memcached_endpoint" {
  value = aws_elasticache_cluster.pages.configuration_endpoint
}

output "mirror_host" {
  value = google_redis_instance.mirror.host
}
