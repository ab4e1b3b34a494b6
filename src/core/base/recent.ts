/** Remembers the last few results of a function that is asked the same again and again, such as for each keystroke in one file. */
export class Recent<Key extends object, Value> {
	private readonly entries: { readonly key: Key; readonly value: Value }[] = [];

	/** @param most few: they are looked through one by one */
	constructor(private readonly most: number) {}

	/** The value for a key all of whose fields are the same, else the one that `make` makes. */
	get(key: Key, make: () => Value): Value {
		const names = Object.keys(key) as (keyof Key)[];
		const known = this.entries.find(entry => names.every(name => entry.key[name] === key[name]));
		if (known !== undefined) return known.value;
		const value = make();
		this.entries.unshift({ key, value });
		if (this.entries.length > this.most) this.entries.pop();
		return value;
	}
}
