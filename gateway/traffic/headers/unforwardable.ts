/** Of one connection (RFC 9110, 7.6.1), of one message, or of the way that an answer travels: the next call has its own. */
const OF_THE_WAY = new Set(
  `connection keep-alive te trailer trailers transfer-encoding upgrade host expect via http2-settings max-forwards accept accept-encoding
  accept-charset content-length content-type content-encoding content-md5 date range if-range if-match if-none-match if-modified-since
  if-unmodified-since last-event-id`.split(/\s+/),
);

/** The door reads these itself: a subgraph is told what they mean, sealed, or nothing. */
const OF_THE_DOOR = new Set(
  `traceparent tracestate baggage user-agent origin referer x-request-id x-include-plan apollo-require-preflight x-apollo-operation-name
  apollographql-client-name apollographql-client-version upload-ticket`.split(/\s+/),
);

/** Says who asks, from where, or with what right. Whole words of a name, so that `x-author` is none of them. */
const OF_IDENTITY =
  /(^|-)(auth|authentication|token|jwt|bearer|api|apikey|key|secret|password|credential|credentials|signature|user|users|userid|uid|username|email|account|identity|subject|caller|role|roles|group|groups|permission|permissions|scope|scopes|claim|claims|session|sessionid|sid|csrf|xsrf|admin|impersonate|ip|addr|address|forwarded|original|client|cert|internal|sealed|seal|road|envoy|amzn|goog)(-|$)/;

/** Why a header of this name never reaches a subgraph, whatever a setting says; undefined when it may. */
export function whyUnforwardable(name: string): string | undefined {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(name))
    return 'headers are named one by one, in letters, digits and hyphens (accept-language)';
  if (/^(set-)?cookie2?$/.test(name)) return 'cookies stay at the door';
  if (/(^|-)authori[sz]ation$/.test(name)) return 'who asks is checked at the door and travels sealed';
  if (OF_THE_WAY.has(name) || /^(proxy|sec-websocket)-/.test(name))
    return 'it is about one connection or message, and the call to a subgraph is another one';
  if (OF_THE_DOOR.has(name)) return 'the door reads it itself and tells subgraphs what it means';
  if (OF_IDENTITY.test(name) || /^(cf|fastly|fly|true)-/.test(name))
    return 'it says who asks or from where, which anybody may write into a header: subgraphs have it from the sealed caller';
  return undefined;
}
