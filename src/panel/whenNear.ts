/** Does work for an element once it comes near what is in sight: most of a long conversation is never scrolled to. */
const work = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** So far ahead that nobody sees it happen while they scroll. */
const aheadPixels = 800;

export function whenNear(element: Element, run: () => void): void {
	observer ??= new IntersectionObserver(arrived, { root: document.querySelector('.scroller'), rootMargin: `${aheadPixels}px 0px` });
	work.set(element, run);
	observer.observe(element);
}

function arrived(entries: readonly IntersectionObserverEntry[]): void {
	for (const { isIntersecting, target } of entries) {
		if (!isIntersecting) continue;
		observer?.unobserve(target);
		work.get(target)?.();
		work.delete(target);
	}
}
