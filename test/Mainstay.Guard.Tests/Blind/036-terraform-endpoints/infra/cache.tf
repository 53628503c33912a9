resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = "library"
  description                = "nodes library-001 and library-002"
  node_type                  = "cache.r6g.large"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  transit_encryption_enabled = true
}

resource "aws_elasticache_cluster" "pages" {
  cluster_id      = "library-pages"
  engine          = "memcached"
  node_type       = "cache.t4g.small"
  num_cache_nodes = 3
}

resource "google_redis_instance" "mirror" {
  name           = "library-mirror"
  tier           = "STANDARD_HA"
  memory_size_gb = 2
}

# An alarm belongs to a node: this is the place for node ids.
resource "aws_cloudwatch_metric_alarm" "cpu" {
  for_each            = toset(["library-001", "library-002"])
  alarm_name          = "${each.key}-cpu"
  namespace           = "AWS/ElastiCache"
  metric_name         = "EngineCPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 5
  dimensions          = { CacheClusterId = each.key }
}
