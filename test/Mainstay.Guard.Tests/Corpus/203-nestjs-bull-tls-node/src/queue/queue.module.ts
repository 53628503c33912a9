import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';

@Module({
  imports: [
    BullModule.forRoot({
      connection: {
        host: 'jobs-001.jobs.z9y8x7.euc1.cache.amazonaws.com',
        port: 6379,
        tls: {},
      },
    }),
    BullModule.registerQueue({ name: 'invoices' }),
  ],
})
export class QueueModule {}
