# frozen_string_literal: true

require "rails_helper"

RSpec.describe Inventory do
  let(:answer) { YAML.load_file(file_fixture("describe_cache_clusters.yml")) }

  it "lists every node's address" do
    expect(described_class.new(answer).addresses).to eq(
      [
        "tower-001.tower.r4oz0s.use1.cache.amazonaws.com:6379",
        "tower-002.tower.r4oz0s.use1.cache.amazonaws.com:6379"
      ]
    )
  end

  it "takes a URL apart" do
    url = "redis://tower-001.r4oz0s.0001.use1.cache.amazonaws.com:6379/2"
    expect(described_class.database(url)).to eq(2)
  end
end
