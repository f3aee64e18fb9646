# Dense products of bfloat16 inputs, summed in single precision by the processor and rounded once.
# The weight lies as (in, out), and for the way back as (out, in): no product has to turn it.

def dense(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.addmm(bias, x, weight)

def back(self, d: Tensor, weight: Tensor) -> Tensor:
  return torch.mm(d, weight)

def forward_weight(self, weight: Tensor) -> Tensor:
  return weight.t().contiguous()

def back_weight(self, weight: Tensor) -> Tensor:
  return weight

def some_outputs(self, weight: Tensor, begin: int, end: int) -> Tensor:
  return weight[:, begin:end]

def back_outputs(self, weight: Tensor, begin: int, end: int) -> Tensor:
  return weight[begin:end]

def low(self, x: Tensor) -> Tensor:
  return x.to(15)

def residual(self, x: Tensor, inner: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return torch.add(x, torch.addmm(bias, inner, weight))

def add_product(self, into: Tensor, d: Tensor, x: Tensor) -> None:
  into.add_(torch.mm(d.t(), x))

def thin_product(self, h: Tensor, d: Tensor) -> Tensor:
  # H^T D of h (M, r) and d (M, out)
  return torch.mm(h.t(), d)

def column_sums(self, d: Tensor) -> Tensor:
  return torch.sum(d, [0])
