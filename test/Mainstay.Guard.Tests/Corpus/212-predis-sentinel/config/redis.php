<?php

$client = new Predis\Client(
    ['tcp://10.20.0.11:26379', 'tcp://10.20.0.12:26379', 'tcp://10.20.0.13:26379'],
    ['replication' => 'sentinel', 'service' => 'mymaster']
);
