/** Members of groups that only ever grow together. */
export class Groups {
  readonly #parents = new Map<string, string>();

  join(one: string, other: string): void {
    this.#parents.set(this.#root(other), this.#root(one));
  }

  /** Whether they were joined, at once or over others; everybody is with themselves. */
  together(one: string, other: string): boolean {
    return this.#root(one) === this.#root(other);
  }

  #root(member: string): string {
    let at = member;
    for (let up = this.#parents.get(at); up !== undefined && up !== at; up = this.#parents.get(at)) at = up;
    return at;
  }
}
