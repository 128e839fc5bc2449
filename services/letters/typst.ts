import { dirname, join } from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

// Two weights of one font that has Latin, simplified and traditional Chinese: the letter looks the same on every machine.
const fontPackage = '@expo-google-fonts/noto-sans-sc/package.json';
const weights = ['400Regular', '700Bold'];

// A typesetter keeps what it has set for other letters to use again; older than this many letters it is let go.
const CACHE_AGE = 10;

let compiler: Promise<NodeCompiler> | null = null;

async function createCompiler(): Promise<NodeCompiler> {
  // Loaded with the first letter only: it and its fonts take 60 ms and some 60 MB, and most processes write none.
  const typst = await import('@myriaddreamin/typst-ts-node-compiler');
  const fonts = dirname(require.resolve(fontPackage));
  return typst.NodeCompiler.create({ fontArgs: [{ fontPaths: weights.map((weight) => join(fonts, weight)) }] });
}

/** A document of Typst as PDF: the same bytes for the same source, input and date. @throws Error when it cannot be set */
export async function typesetPdf(source: string, inputs: Record<string, string>, dated: Date): Promise<Buffer> {
  compiler ??= createCompiler();
  const typesetter = await compiler;
  const document = { mainFileContent: source, inputs };
  const creationTimestamp = Math.floor(dated.getTime() / 1000);
  try {
    // For keeping: everything that it needs is inside (PDF/A-2b).
    return typesetter.pdf(document, { pdfStandard: 'a-2b', creationTimestamp });
  } catch {
    // A character that no font has is an error there; here it is a box, and the letter still says the rest.
    return typesetter.pdf(document, { creationTimestamp });
  } finally {
    typesetter.evictCache(CACHE_AGE);
  }
}
