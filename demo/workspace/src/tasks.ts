export interface Task {
  title: string;
  done: boolean;
}

export function getDoneTasks(tasks: Task[]): Task[] {
  return tasks.filter((task) => task.done);
}

export class TaskStore {
  private tasks: Task[] = [];

  addTask(task: Task): void {
    this.tasks.push(task);
  }

  get count(): number {
    return this.tasks.length;
  }
}
