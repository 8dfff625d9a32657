"""A seeded generator of our own (SplitMix64), so that the same seed gives the same network with every version of Python."""

MASK = (1 << 64) - 1


class Chance:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        # S. Vigna's splitmix64.c (public domain): the constants are those of the paper by Steele, Lea and Flood, 2014.
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, count):
        return self.next() % count

    def part(self):
        return (self.next() >> 11) / (1 << 53)

    def happens(self, probability):
        return self.part() < probability

    def within(self, low, high):
        return low + self.below(high - low + 1)

    def pick(self, things):
        return things[self.below(len(things))]

    def weighted(self, weights):
        mark = self.part() * sum(weights)
        for index, weight in enumerate(weights):
            mark -= weight
            if mark < 0:
                return index
        return len(weights) - 1

    def shuffled(self, things):
        things = list(things)
        for last in range(len(things) - 1, 0, -1):
            other = self.below(last + 1)
            things[last], things[other] = things[other], things[last]
        return things

    def size(self, median, spread):
        """About `median`, half to double `spread` times over: a product of a few factors, without logarithms, so that no last digit differs."""
        factor = 1.0
        for _ in range(4):
            factor *= 1 + spread * self.part() if self.happens(0.5) else 1 / (1 + spread * self.part())
        return median * factor
