import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { NoSuchFile, type FileStore } from './file-store.ts';
import { checkedKey } from './key.ts';
import { Measured } from './measured.ts';

export interface S3Settings {
  /** Of a server of one's own (MinIO); AWS by its region when not set. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The bucket in the path and not in the name of the host. */
  readonly pathStyle: boolean;
}

const PART_BYTES = 5 * 1024 * 1024;

/** A bucket of S3, or of a server that speaks it. An object appears when its last part is there; a write that fails is taken back. */
export function s3Store(settings: S3Settings): FileStore {
  const { bucket: Bucket } = settings;
  const client = new S3Client({
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    forcePathStyle: settings.pathStyle,
    maxAttempts: 3,
    // our own hash is kept beside the file; servers other than AWS do not all know the newer checksums
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 },
  });
  const at = (key: string) => ({ Bucket, Key: checkedKey(key) });
  return {
    async put(key, source) {
      const measured = new Measured();
      const body = Readable.from(measured.through(source), { objectMode: false });
      const upload = new Upload({
        client,
        params: { ...at(key), Body: body, ContentType: 'application/octet-stream' },
        partSize: PART_BYTES,
        queueSize: 2,
        leavePartsOnError: false,
      });
      try {
        await upload.done();
      } finally {
        body.destroy();
      }
      return measured.result();
    },
    async get(key, range) {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const { Body } = await client.send(new GetObjectCommand({ ...at(key), ...(Range && { Range }) })).catch(missing);
      return Body as Readable;
    },
    async head(key) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand(at(key)));
        return { size: ContentLength! };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    delete: async (key) => void (await client.send(new DeleteObjectCommand(at(key)))),
    check: async () => void (await client.send(new HeadBucketCommand({ Bucket }))),
    close: () => Promise.resolve(client.destroy()),
  };
}

function missing(error: unknown): never {
  if (isMissing(error)) throw new NoSuchFile('There are no bytes under this key.');
  throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
