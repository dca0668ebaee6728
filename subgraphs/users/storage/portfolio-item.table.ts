import { EntitySchema } from '@mikro-orm/core';
import { PortfolioItem } from '../domain/portfolio-item.ts';

export const PortfolioItemTable = new EntitySchema<PortfolioItem>({
  class: PortfolioItem,
  tableName: 'portfolio_item',
  properties: {
    id: { type: 'uuid', primary: true },
    userId: { type: 'uuid' },
    title: { type: 'text' },
    summary: { type: 'text', nullable: true },
    externalUrl: { type: 'text', nullable: true },
    isPublic: { type: 'boolean' },
    position: { type: 'integer' },
    createdAt: { type: 'Date', columnType: 'timestamptz' },
    updatedAt: { type: 'Date', columnType: 'timestamptz' },
  },
});
