"""Run by the benchmark in an environment that has recognizers-text-suite; prints the least processor seconds of three rounds."""

import sys
import time

from recognizers_number import NumberRecognizer
from recognizers_number_with_unit import NumberWithUnitRecognizer
from recognizers_text import Culture

with open(sys.argv[1], encoding="utf-8") as file:
    texts = file.read().split("\f")
number, unit = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
models = [number.get_number_model(), number.get_percentage_model(), unit.get_currency_model(), unit.get_dimension_model()]
for model in models:
    model.parse("收到申请12件")
times = []
for _ in range(3):
    start = time.process_time()
    for text in texts:
        for model in models:
            model.parse(text)
    times.append(time.process_time() - start)
print(min(times))
