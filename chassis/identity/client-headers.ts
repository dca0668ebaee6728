/**
 * What the client said in headers that the gateway hands on, by their names in lower case: wishes, such as `accept-language`, and nothing
 * about who asks. Client words: for the wording and form of an answer, never for a decision. Cannot be written to.
 */
export type ClientHeaders = Readonly<Partial<Record<string, string>>>;

export const NO_HEADERS: ClientHeaders = Object.freeze({});
