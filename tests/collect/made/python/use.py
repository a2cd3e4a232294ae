from shop import discount, total

print(total([("tea", 350, 2)], 490, 5000), discount(1000, 20))
