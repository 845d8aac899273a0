import { wrappedLines } from './wrapped-lines.ts';

/** What stands in a picture beside the chart, so that it can be passed on alone. */
export interface PictureText {
  readonly title: string;
  readonly subtitle: string;
  /** Sentences under the chart, each on lines of its own: filters, source, date, SIMULATED where so. */
  readonly footer: readonly string[];
}

/** What makes up an SVG's look that a style sheet may have given. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'paint-order',
  'display',
  'visibility',
] as const;
const margin = 24;
const titleHeight = 30;
const subtitleLineHeight = 18;
/** Between words and drawing. */
const gap = 12;
const lineHeight = 18;

/**
 * The chart as a PNG picture, twice as large as on the screen, in the page's colours.
 * The SVG's look is written into attributes: a picture made of it sees no style sheet.
 * @throws Error where the browser can't make the picture.
 */
export async function drawPicture(svg: SVGElement, text: PictureText): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const image = await loadImage(standalone(svg, width, height));
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas.');
  const page = getComputedStyle(document.body);
  const fonts = { title: '600 18px', subtitle: '13px', footer: '12px' } as const;
  const linesOf = (sentence: string, font: string) => {
    context.font = `${font} ${page.fontFamily}`;
    return wrappedLines(sentence, width, (line) => context.measureText(line).width);
  };
  const subtitle = linesOf(text.subtitle, fonts.subtitle);
  const footer = text.footer.flatMap((sentence) => linesOf(sentence, fonts.footer));
  const top = margin + titleHeight + subtitle.length * subtitleLineHeight + gap;
  const scale = 2;
  // A canvas loses what is set on it when its size is.
  canvas.width = (width + 2 * margin) * scale;
  canvas.height = (top + height + footer.length * lineHeight + margin) * scale;
  context.scale(scale, scale);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = page.color;
  const write = (line: string, y: number, font: string) => {
    context.font = `${font} ${page.fontFamily}`;
    context.fillText(line, margin, y, width);
  };
  write(text.title, margin + 16, fonts.title);
  subtitle.forEach((line, index) => {
    write(line, margin + 40 + index * subtitleLineHeight, fonts.subtitle);
  });
  context.drawImage(image, margin, top, width, height);
  footer.forEach((line, index) => {
    write(line, top + height + (index + 1) * lineHeight, fonts.footer);
  });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('This browser makes no PNG of the chart.'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** A copy of the SVG that needs nothing from the page. */
function standalone(svg: SVGElement, width: number, height: number): SVGElement {
  const copy = svg.cloneNode(true) as SVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const property of properties) copies[index]?.setAttribute(property, style.getPropertyValue(property));
    copies[index]?.removeAttribute('style');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return copy;
}

async function loadImage(svg: SVGElement): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  return image;
}
