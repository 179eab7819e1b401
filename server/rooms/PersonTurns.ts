import type { PersonRests } from "../export/PersonRests.ts";

/**
 * Work of many people: one task of each person after the other, whatever anybody has waiting. Whoever rests (PersonRests) is
 * passed over until that is over.
 */
export class PersonTurns<Task, Subject> {
  readonly #rests: Pick<PersonRests, "left">;
  readonly #ready: () => void;
  /** Of each person, in the order in which they came. */
  readonly #waiting = new Map<string, Map<Task, Subject>>();
  /** Whose turn comes next, and then; without those who rest. */
  readonly #next = new Set<string>();

  /** `ready`: called when the rest of somebody who has tasks is over. */
  constructor(rests: Pick<PersonRests, "left">, ready: () => void) {
    this.#rests = rests;
    this.#ready = ready;
  }

  /** Whether there may be a task to take. */
  get isReady(): boolean {
    return this.#next.size > 0;
  }

  /** A task that waits already keeps its place. */
  add(personId: string, task: Task, subject: Subject): void {
    const tasks = this.#waiting.get(personId);
    if (tasks) {
      tasks.set(task, subject);
      return;
    }
    this.#waiting.set(personId, new Map([[task, subject]]));
    this.#next.add(personId);
  }

  /** The oldest task of the next person; undefined where nobody has one that may be done now. */
  take(): { personId: string; task: Task; subject: Subject } | undefined {
    for (const personId of this.#next) {
      this.#next.delete(personId);
      const tasks = this.#waiting.get(personId);
      if (!tasks) continue;
      const left = this.#rests.left(personId);
      if (left > 0) this.#passOver(personId, left);
      else {
        const [first] = tasks;
        if (!first) continue;
        const [task, subject] = first;
        tasks.delete(task);
        if (tasks.size > 0) this.#next.add(personId);
        else this.#waiting.delete(personId);
        return { personId, task, subject };
      }
    }
    return undefined;
  }

  #passOver(personId: string, ms: number): void {
    const over = (): void => {
      if (!this.#waiting.has(personId)) return;
      this.#next.add(personId);
      this.#ready();
    };
    setTimeout(over, ms).unref();
  }
}
