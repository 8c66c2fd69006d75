/** Alternating widths of bars and spaces as one path, one unit a module. */
export function barsPath(widths: number[]): { path: string; modules: number } {
	let x = 0;
	let path = '';
	for (const [index, width] of widths.entries()) {
		if (index % 2 === 0) path += `M${x} 0h${width}v1h-${width}z`;
		x += width;
	}
	return { path, modules: x };
}

/** Rows of zeros and ones as one path; neighbours in a row are drawn together. */
export function modulesPath(rows: string[]): string {
	return rows
		.flatMap((row, y) =>
			[...row.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
		)
		.join('');
}
