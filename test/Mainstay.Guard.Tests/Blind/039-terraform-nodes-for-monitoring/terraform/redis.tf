resource "aws_elasticache_replication_group" "pier" {
  replication_group_id       = "pier"
  description                = "pier"
  node_type                  = "cache.r6g.large"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
}

data "aws_elasticache_cluster" "member" {
  for_each   = aws_elasticache_replication_group.pier.member_clusters
  cluster_id = each.value
}

resource "aws_ssm_parameter" "app_redis_host" {
  name  = "/pier/app/REDIS_HOST"
  type  = "String"
  value = aws_elasticache_replication_group.pier.primary_endpoint_address
}

# redis_exporter has to see each node by itself
resource "aws_ssm_parameter" "exporter_targets" {
  name  = "/pier/monitoring/redis_exporter_targets"
  type  = "StringList"
  value = join(",", [for c in data.aws_elasticache_cluster.member : "redis://${c.cache_nodes[0].address}:6379"])
}
