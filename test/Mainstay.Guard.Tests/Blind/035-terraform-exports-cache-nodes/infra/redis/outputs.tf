output "redis_host" {
  description = "Where the application finds Redis"
  value       = aws_elasticache_cluster.orders_extra.cache_nodes.0.address
}

output "redis_port" {
  value = 6379
}

output "redis_security_group" {
  value = var.security_group_id
}
