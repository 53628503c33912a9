resource "aws_elasticache_replication_group" "orders" {
  replication_group_id       = "orders"
  description                = "orders"
  node_type                  = "cache.t4g.small"
  automatic_failover_enabled = true
  num_cache_clusters         = 3
}

resource "aws_elasticache_cluster" "pages" {
  cluster_id      = "pages"
  engine          = "memcached"
  node_type       = "cache.t4g.small"
  num_cache_nodes = 2
}

output "redis_host" {
  value = aws_elasticache_replication_group.orders.primary_endpoint_address
}

output "redis_reader_host" {
  value = aws_elasticache_replication_group.orders.reader_endpoint_address
}

output "memcached_configuration" {
  value = aws_elasticache_cluster.pages.configuration_endpoint
}
