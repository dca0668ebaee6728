import { Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType('PortfolioItem', { description: 'A piece of work that a person shows.' })
export class PortfolioItem {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: '1 to 120 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'At most 300 characters.' })
  summary!: string | null;

  @Field(() => String, { nullable: true, description: 'An https address where it is to be seen.' })
  externalUrl!: string | null;

  @Field({ description: 'Whether others see it.' })
  isPublic!: boolean;

  @Field(() => Date, { description: 'When it was added.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it was last changed.' })
  updatedAt!: Date;
}

@InputType('AddPortfolioItemInput', { description: "A new item at the end of one's own portfolio." })
export class AddPortfolioItemInput {
  @Field({ description: '1 to 120 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'At most 300 characters.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'An https address of at most 500 characters.' })
  externalUrl?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether others see it; they do when left out.' })
  isPublic?: boolean | null;
}

@InputType('UpdatePortfolioItemInput', {
  description: "An edit of an item of one's own. Fields that are left out stay.",
})
export class UpdatePortfolioItemInput {
  @Field(() => ID, { description: "An item of one's own." })
  itemId!: string;

  @Field(() => String, { nullable: true, description: '1 to 120 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 300 characters; null empties it.' })
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'An https address of at most 500 characters; null empties it.' })
  externalUrl?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether others see it.' })
  isPublic?: boolean | null;
}

@InputType('RemovePortfolioItemInput', { description: "An item of one's own to remove." })
export class RemovePortfolioItemInput {
  @Field(() => ID, { description: "An item of one's own." })
  itemId!: string;
}

@InputType('OrderPortfolioInput', { description: "A new order of one's own portfolio." })
export class OrderPortfolioInput {
  @Field(() => [ID], { description: "Every item of one's own exactly once, the first one first." })
  itemIds!: string[];
}
