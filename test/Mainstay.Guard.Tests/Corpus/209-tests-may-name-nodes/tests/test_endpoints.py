from src.endpoints import is_node


def test_node():
    assert is_node("cart-001.d3f4g5.0001.euw1.cache.amazonaws.com")


def test_redis_url():
    url = "redis://cart-002.d3f4g5.0001.euw1.cache.amazonaws.com:6379"
    assert is_node(url.split("//")[1])
