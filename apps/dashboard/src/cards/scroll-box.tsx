import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly kind: 'table-box' | 'list-box';
  readonly children: ComponentChildren;
}

/** A box that scrolls by itself, and says so while there are more columns than it shows. */
export function ScrollBox({ label, kind, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const measure = () => setCut(element.scrollWidth > element.clientWidth + 1);
    // The box when the window changes, and what it holds when there are other rows.
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    for (const child of element.children) sizes.observe(child);
    measure();
    return () => sizes.disconnect();
  }, [children]);
  return (
    <>
      <p class="scroll-hint" hidden={!isCut}>
        Scroll sideways for more columns
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class={kind} aria-label={label} tabIndex={0} ref={box}>
        {children}
      </section>
    </>
  );
}
