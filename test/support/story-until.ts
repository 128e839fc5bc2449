/** Asks again and again until `isTrue`; fails after `seconds`, saying what did not come true. */
export async function until(what: string, isTrue: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Within ${seconds} s it did not come true that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
