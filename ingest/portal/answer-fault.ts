/** Why an answer does not count. */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** Whether the same request may succeed later. */
  readonly isPassing: boolean;
  /** Milliseconds that the portal asks to wait. */
  readonly askedWait: number | undefined;

  constructor(
    explanation: string,
    facts: { status?: number | undefined; isPassing: boolean; askedWait?: number | undefined; cause?: unknown },
  ) {
    super(explanation, { cause: facts.cause });
    this.status = facts.status;
    this.isPassing = facts.isPassing;
    this.askedWait = facts.askedWait;
  }
}

/** What an answer's head says. */
export interface AnswerHead {
  readonly status: number;
  /** In lower case. */
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
}

const ADVICE: Readonly<Record<number, string>> = {
  400: 'the portal does not understand the query; see whether its columns changed',
  401: 'check the app token (SOCRATA_APP_TOKEN)',
  403: 'the portal wants a valid app token for this (SOCRATA_APP_TOKEN), or the dataset is private',
  404: 'check the address of the portal and the id of the dataset',
};

/** Statuses that a repeated request may not meet again. @see https://dev.socrata.com/docs/response-codes */
const isPassingStatus = (status: number): boolean =>
  status === 202 || status === 408 || status === 425 || status === 429 || status >= 500;

/**
 * The portal's own words in the body of an error: `message`, with `code` or `errorCode` before it. Socrata nests the cause's
 * words in `data`; what is no JSON gives its first words.
 */
export function messageOf(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) {
      const fields = value as Readonly<Record<string, unknown>>;
      const [code, message] = [fields['code'] ?? fields['errorCode'], fields['message']];
      const words = [code, message].filter((each): each is string => typeof each === 'string' && each !== '');
      if (words.length > 0) return words.join(': ').slice(0, LONGEST_MESSAGE);
    }
  } catch {
    // It is no JSON: a proxy's page, most often.
  }
  const text = body.replace(/<(script|style)[^]*?<\/\1>|<[^>]*>/gi, ' ');
  return text.replace(/\s+/g, ' ').trim().slice(0, 120);
}

const LONGEST_MESSAGE = 600;

/** What is wrong with an answer, judged by its head and, of a refusal, its body; undefined where it may count. */
export function faultOf(head: AnswerHead, body: string, now: number): AnswerFault | undefined {
  const { status, contentType } = head;
  if (status === 200) {
    if (/^application\/(?:[a-z.+-]*\+)?json\b/.test(contentType)) return undefined;
    const found = contentType === '' ? 'no content type' : contentType;
    return new AnswerFault(`200 with ${found} where JSON was due`, { status, isPassing: true });
  }
  const words = messageOf(body);
  const isPassing = isPassingStatus(status);
  const moved = head.location === undefined ? '' : ` to ${withoutQuery(head.location)}; give that address`;
  const advice = isPassing ? undefined : ADVICE[status];
  const explanation =
    (status === 202 ? '202, still preparing the answer' : `${status}${moved && `, moved${moved}`}`) +
    (words && `: ${words}`) +
    (advice === undefined ? '' : ` (${advice})`);
  return new AnswerFault(explanation, { status, isPassing, askedWait: retryAfter(head.retryAfter, now) });
}

/**
 * Whether a header tells of a copy that lacks the newest changes: `true`, or in later versions a list of what is out of date.
 * @see https://github.com/socrata-platform/query-coordinator
 */
export function saysBehind(outOfDate: string | undefined): boolean {
  const text = (outOfDate ?? '').replace(/\s/g, '').toLowerCase();
  return text === 'true' || (text.startsWith('[') && text !== '[]');
}

const withoutQuery = (address: string): string => address.split(/[?#]/, 1)[0] ?? '';

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds or a date; undefined where it says neither.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}
