/** Everything that `items` gives, in its order, once it has ended. */
export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
	const list: T[] = [];
	for await (const item of items) list.push(item);
	return list;
}
