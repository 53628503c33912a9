resource "aws_elasticache_replication_group" "orders" {
  replication_group_id       = "orders"
  description                = "orders"
  engine                     = "redis"
  node_type                  = "cache.t4g.small"
  automatic_failover_enabled = true
  num_cache_clusters         = 2
}

resource "aws_elasticache_cluster" "replica" {
  cluster_id           = "orders-extra"
  replication_group_id = aws_elasticache_replication_group.orders.id
}

output "redis_host" {
  value = aws_elasticache_cluster.replica.cache_nodes[0].address
}
