import { z } from 'zod';

/** A TCP port; 0 lets the system choose. */
export function port(): z.ZodCoercedNumber<string> {
  return z.coerce
    .number('a whole number from 0 to 65535 is expected')
    .int()
    .min(0)
    .max(65_535) as z.ZodCoercedNumber<string>;
}

/** A duration in milliseconds within bounds that make sense. */
export function milliseconds(atLeast: number, atMost: number): z.ZodCoercedNumber<string> {
  return z.coerce.number('a whole number is expected').int().min(atLeast).max(atMost) as z.ZodCoercedNumber<string>;
}

export function flag(): z.ZodPipe<
  z.ZodEnum<{ true: 'true'; false: 'false' }>,
  z.ZodTransform<boolean, 'true' | 'false'>
> {
  return z.enum(['true', 'false'], 'true or false is expected').transform((word) => word === 'true');
}

/** `postgres://role:password@host:port/database`. */
export function postgresUrl(): z.ZodString {
  return z
    .string()
    .refine(
      (text) => isUrlOf(text, /^postgres(ql)?:$/),
      'a URL postgres://role:password@host:port/database is expected',
    );
}

/** `http://host:port`, without a trailing slash in what it gives. */
export function httpUrl(): z.ZodPipe<z.ZodString, z.ZodTransform<string, string>> {
  return z
    .string()
    .refine((text) => isUrlOf(text, /^https?:$/), 'a URL http://host:port or https://... is expected')
    .transform((text) => text.replace(/\/+$/, ''));
}

/** Random text of at least 32 characters. */
export function secret(): z.ZodString {
  return z.string().min(32, 'at least 32 random characters are expected (openssl rand -hex 32)');
}

function isUrlOf(text: string, protocol: RegExp): boolean {
  return URL.canParse(text) && protocol.test(new URL(text).protocol);
}
