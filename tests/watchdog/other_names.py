# Says what was recorded before. By then these names have the numbers that the tasks' names had.
import _asyncio

first_name = second_name = third_name = fourth_name = fifth_name = sixth_name = None
print(_asyncio.recorded())
