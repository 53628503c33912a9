using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
/// <summary>Not basket-002.g7h8j9.0001.euw1.cache.amazonaws.com.</summary>
builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
    ConnectionMultiplexer.Connect("basket-001.g7h8j9.0001.euw1.cache.amazonaws.com:6379,abortConnect=false"));
builder.Build().Run();
