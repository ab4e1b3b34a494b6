/** Keeps the end of the conversation in sight while it grows, until the reader scrolls up, and again once they are back at the end. */
export interface Follow {
	/** To be called after the content grew. */
	readonly grew: () => void;
	/** Goes to the end and follows from there. */
	readonly toEnd: () => void;
}

/** A reader this close to the end is at the end: rounding, and the last line's padding. */
const nearPixels = 24;

export function followEnd(scroller: HTMLElement, onChange: (isFollowing: boolean) => void): Follow {
	let isFollowing = true;
	let lastTop = 0;
	const set = (value: boolean) => {
		if (value === isFollowing) return;
		isFollowing = value;
		onChange(value);
	};
	const isNearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= nearPixels;
	const scrollDown = () => {
		scroller.scrollTop = scroller.scrollHeight;
		lastTop = scroller.scrollTop;
	};
	scroller.addEventListener('scroll', () => {
		// Only a way up is the reader's wish; a way down may be ours, and ends at the end.
		if (scroller.scrollTop < lastTop && !isNearEnd()) set(false);
		else if (isNearEnd()) set(true);
		lastTop = scroller.scrollTop;
	});
	// What turns the wheel up is told before it scrolls, and what has grown between the two must not bring the reader back to the end.
	const onWheel = ({ deltaY }: WheelEvent) => {
		if (deltaY < 0 && scroller.scrollTop > 0) set(false);
	};
	scroller.addEventListener('wheel', onWheel, { passive: true });
	const follow: Follow = {
		grew: () => {
			if (isFollowing) scrollDown();
		},
		toEnd: () => {
			set(true);
			scrollDown();
		},
	};
	new ResizeObserver(follow.grew).observe(scroller);
	return follow;
}
