/** A piece of SQL as it is coloured. */
export interface SqlToken {
  readonly kind: 'keyword' | 'text' | 'name' | 'number' | 'comment' | 'other';
  readonly text: string;
}

const keywords = new Set(
  `ALL AND ANY ARRAY AS ASC BETWEEN BY CASE CAST CREATE CROSS CURRENT DESC DISTINCT ELSE END EXCEPT EXISTS EXTRACT FALSE FIRST
  FOLLOWING FOR FROM FULL GROUP HAVING IF IN INNER INTERSECT INTERVAL INTO IS JOIN LAST LEFT LIKE LIMIT NOT NULL NULLS OFFSET
  ON OR ORDER OUTER OVER PARTITION PRECEDING QUALIFY RANGE RECURSIVE REPLACE RIGHT ROW ROWS SELECT SET STRUCT TABLE THEN TRUE
  UNBOUNDED UNION UNNEST USING VALUES WHEN WHERE WINDOW WITH`.split(/\s+/),
);

const pattern =
  /(--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)|(r?'''[\s\S]*?'''|r?"""[\s\S]*?"""|r?'(?:[^'\\\n]|\\.)*'|r?"(?:[^"\\\n]|\\.)*")|(`[^`\n]*`)|(\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|([A-Za-z_]\w*)/g;

/** The SQL in pieces that together are the whole text. Light: it tells words from texts and comments, and parses nothing. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let end = 0;
  for (const match of sql.matchAll(pattern)) {
    const [text, comment, quoted, name, number] = match;
    if (match.index > end) tokens.push({ kind: 'other', text: sql.slice(end, match.index) });
    tokens.push({ kind: kindOf(text, { comment, quoted, name, number }), text });
    end = match.index + text.length;
  }
  if (end < sql.length) tokens.push({ kind: 'other', text: sql.slice(end) });
  return tokens;
}

function kindOf(word: string, parts: Readonly<Record<'comment' | 'quoted' | 'name' | 'number', string | undefined>>) {
  if (parts.comment !== undefined) return 'comment';
  if (parts.quoted !== undefined) return 'text';
  if (parts.name !== undefined) return 'name';
  if (parts.number !== undefined) return 'number';
  return keywords.has(word.toUpperCase()) ? 'keyword' : 'other';
}
