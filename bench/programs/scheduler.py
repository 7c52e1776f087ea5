"""A small operating-system simulation in objects: tasks, packets, queues (in the manner of the classic Richards)."""
N = 12


class Packet:
    def __init__(self, link, target, kind):
        self.link, self.target, self.kind = link, target, kind
        self.value, self.data = 0, [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, name, priority, queue):
        self.system, self.name, self.priority, self.queue = system, name, priority, queue
        self.waiting, self.held = queue is None, False
        system.add(self)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def ready(self):
        return not self.held and not (self.waiting and self.queue is None)

    def run(self, packet):
        raise NotImplementedError


class Idle(Task):
    def __init__(self, system, count):
        super().__init__(system, 0, 0, None)
        self.seed, self.count, self.waiting = 1, count, False

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            self.held = True
        elif self.seed & 1:
            self.seed = (self.seed >> 1) ^ 0xD008
            self.system.release(4)
        else:
            self.seed >>= 1
            self.system.release(5)


class Worker(Task):
    def run(self, packet):
        if packet is None:
            self.waiting = True
            return
        packet.target = 2 if packet.target == 3 else 3
        for i in range(4):
            packet.value = (packet.value + 1) % 26
            packet.data[i] = 65 + packet.value
        self.system.send(packet, packet.target)


class Handler(Task):
    def __init__(self, *args):
        super().__init__(*args)
        self.work = None

    def run(self, packet):
        if packet is not None:
            self.work = packet.append_to(self.work)
        if self.work is None:
            self.waiting = True
            return
        head, self.work = self.work, self.work.link
        self.system.send(head, 1 if head.kind else 4 + (self.name & 1))


class Device(Task):
    def run(self, packet):
        if packet is None:
            self.waiting = self.held = True
        else:
            self.system.sent += packet.kind
            self.held = True
            self.system.send(packet, 1)


class System:
    def __init__(self):
        self.tasks, self.sent, self.steps = {}, 0, 0

    def add(self, task):
        self.tasks[task.name] = task

    def release(self, name):
        self.tasks[name].held = False

    def send(self, packet, name):
        task = self.tasks[name]
        task.queue = packet.append_to(task.queue)
        task.waiting = False

    def schedule(self, limit):
        order = sorted(self.tasks.values(), key=lambda t: -t.priority)
        while self.steps < limit:
            for task in order:
                if task.ready():
                    self.steps += 1
                    task.run(task.take())
                    break
            else:
                break


def main(n):
    result = 0
    for _ in range(n):
        system = System()
        Idle(system, 900)
        Worker(system, 1, 1000, Packet(Packet(None, 2, 1), 3, 1))
        Handler(system, 2, 2000, Packet(Packet(None, 4, 0), 4, 0))
        Handler(system, 3, 3000, Packet(Packet(None, 5, 0), 5, 0))
        Device(system, 4, 4000, None)
        Device(system, 5, 5000, None)
        system.schedule(2500)
        result += system.steps + system.sent
    return result
