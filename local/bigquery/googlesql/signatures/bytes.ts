import type { Template, TemplateCall } from './signature.ts';

/**
 * A template for STRINGs that serves BYTES too: each byte stands as the character of its number, which every function on
 * characters, regular expressions with them, treats as BigQuery treats the byte.
 */
export const eitherText =
  (template: Template) =>
  (call: TemplateCall): string => {
    const fill = (of: TemplateCall): string => (typeof template === 'string' ? template : template(of));
    if (call.types[0]?.kind !== 'BYTES') return fill(call);
    const text = fill(call).replaceAll(/\$(\d+)/gu, (place: string, n: string) =>
      call.types[Number(n) - 1]?.kind === 'BYTES' ? `bq_latin1(${place})` : place,
    );
    if (call.resultType.kind === 'BYTES') return `bq_from_latin1(${text})`;
    const isList = call.resultType.kind === 'ARRAY' && call.resultType.element.kind === 'BYTES';
    return isList ? `list_transform(${text}, lambda "b~": bq_from_latin1("b~"))` : text;
  };
