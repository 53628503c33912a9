resource "aws_elasticache_subnet_group" "orders" {
  name       = "orders"
  subnet_ids = var.private_subnet_ids
}

resource "aws_elasticache_replication_group" "orders" {
  replication_group_id       = "orders"
  description                = "Orders: sessions and queues"
  engine                     = "redis"
  node_type                  = "cache.m6g.large"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.orders.name

  lifecycle {
    ignore_changes = [num_cache_clusters]
  }
}

# one more reader for the reports
resource "aws_elasticache_cluster" "orders_extra" {
  cluster_id           = "orders-extra"
  replication_group_id = aws_elasticache_replication_group.orders.id
}

resource "aws_ssm_parameter" "redis_host" {
  name  = "/orders/redis/host"
  type  = "String"
  value = aws_elasticache_cluster.orders_extra.cache_nodes[0].address
}
