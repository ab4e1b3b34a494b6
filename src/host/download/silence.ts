/** Whether the server is still there: its signal aborts when nothing was heard for too long. */
export class Silence {
	private readonly controller = new AbortController();
	private readonly timer: NodeJS.Timeout;

	constructor(milliseconds: number) {
		this.timer = setTimeout(() => this.controller.abort(), milliseconds);
	}

	get signal(): AbortSignal {
		return this.controller.signal;
	}

	heard(): void {
		this.timer.refresh();
	}

	end(): void {
		clearTimeout(this.timer);
	}
}
