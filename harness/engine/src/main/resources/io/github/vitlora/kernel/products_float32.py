# Dense products in single precision by oneDNN, which wants the weight as rows of inputs: (out, in)
# for the layer, and its transpose for the way back.

def dense(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return ops.mkldnn._linear_pointwise(
      x, weight, bias, "none", annotate(List[Optional[number]], []), "")

def back(self, d: Tensor, weight: Tensor) -> Tensor:
  return ops.mkldnn._linear_pointwise(
      d, weight, None, "none", annotate(List[Optional[number]], []), "")

def forward_weight(self, weight: Tensor) -> Tensor:
  return weight

def back_weight(self, weight: Tensor) -> Tensor:
  return weight.t().contiguous()

def some_outputs(self, weight: Tensor, begin: int, end: int) -> Tensor:
  return weight[begin:end]

def back_outputs(self, weight: Tensor, begin: int, end: int) -> Tensor:
  return weight[:, begin:end].contiguous()

def low(self, x: Tensor) -> Tensor:
  return x

def residual(self, x: Tensor, inner: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return self.dense(inner, weight, bias).add_(x)

def add_product(self, into: Tensor, d: Tensor, x: Tensor) -> None:
  # The wider side goes first: where a layer narrows, X^T D is the faster product.
  if x.size(1) > d.size(1):
    into.add_(torch.mm(x.t(), d).t())
  else:
    into.addmm_(d.t(), x)

def thin_product(self, h: Tensor, d: Tensor) -> Tensor:
  # H^T D of h (M, r) and d (M, out), r far below out: the default product takes twice as long.
  return self.back(h.t(), d.t())

def column_sums(self, d: Tensor) -> Tensor:
  # A product with ones reads the columns in half the time that a sum over rows takes.
  return torch.mm(torch.ones([1, d.size(0)]), d)[0]
