import { Field, InputType, Int, ObjectType, Directive } from 'type-graphql';
import { DateTime } from '#chassis/graphql/scalars';
import { Upload } from '#chassis/graphql/upload';
import type { HandedFile } from '#chassis/files/reference';

@ObjectType('Avatar', { description: 'The picture of a person.' })
export class Avatar {
  @Field({
    description:
      'Where it can be read without a session, below the address of the gateway, for ten minutes at least: ask again then.',
  })
  url!: string;

  @Field({ description: 'The media type, by its content: image/webp.' })
  type!: string;

  @Field(() => Int, { description: 'Pixels across, at most 512.' })
  width!: number;

  @Field(() => Int, { description: 'Pixels down, at most 512.' })
  height!: number;

  @Field(() => DateTime, { description: 'Since when it is shown.' })
  setAt!: Date;
}

@InputType('UploadAvatarInput', { description: 'A picture of oneself.' })
export class UploadAvatarInput {
  @Directive('@tag(name: "upload-avatar")')
  @Field(() => Upload, {
    description:
      'JPEG, PNG, WebP or GIF, at most 10 MiB and 40 million pixels; it is drawn anew, at most 512 pixels on a side.',
  })
  file!: HandedFile;
}
