# What blocks are made of. A dense layer's weights are [forward weight, bias, back weight, s A^T, s B],
# as `plain` or `merged` lay them out, the last two for `back`, and empty without adapter; its gradients
# [weight, bias, A, B], each empty where nothing is trained.

def plain(self, weight: Tensor, bias: Tensor) -> List[Tensor]:
  rows = self.low(weight.view([weight.size(0), -1]))
  none = torch.empty([0])
  return [self.forward_weight(rows), self.low(bias), self.back_weight(rows), none, none]

def merged(self, weight: Tensor, bias: Tensor, a: Tensor, b: Tensor, scale: float) -> List[Tensor]:
  # With W + s B A in place of W, an adapted layer is one dense product either way.
  scaled = a * scale
  both = self.low(torch.addmm(weight, b, scaled))
  thin = [self.back_weight(self.low(scaled.t()).contiguous()), self.back_weight(self.low(b * scale))]
  return [self.forward_weight(both), self.low(bias), self.back_weight(both)] + thin

def merged_parts(self, weight: Tensor, bias: Tensor, parts: List[Tensor]) -> List[Tensor]:
  # Of a layer whose parts, as many rows each, have adapters of their own: `parts` holds A, B and the scale
  # (1) of each, empty without adapter. The layer's own adapter is left empty; s A^T and s B of each follow.
  count = len(parts) // 3
  rows = weight.size(0) // count
  both = torch.clone(weight)
  none = torch.empty([0])
  thin = annotate(List[Tensor], [])
  for i in range(count):
    a, b, scale = parts[3 * i], parts[3 * i + 1], parts[3 * i + 2]
    if a.numel() > 0:
      scaled = a * scale
      both[i * rows:(i + 1) * rows].addmm_(b, scaled)
      thin += [self.back_weight(self.low(scaled.t()).contiguous()), self.back_weight(self.low(b * scale))]
    else:
      thin += [none, none]
  low = self.low(both)
  return [self.forward_weight(low), self.low(bias), self.back_weight(low), none, none] + thin

def trains(self, gradients: List[Tensor]) -> bool:
  for g in gradients:
    if g.numel() > 0:
      return True
  return False

def add_gradients(self, g: List[Tensor], d: Tensor, x: Tensor, w: List[Tensor]) -> None:
  # d (M, out), x (M, in): of the layer's output, and its input
  if g[0].numel() > 0:
    self.add_product(g[0], d, x)
  if g[1].numel() > 0:
    g[1].add_(self.column_sums(d))
  if g[2].numel() > 0:
    self.add_adapter_gradients(g[2], g[3], d, x, w[3], w[4])

def add_adapter_gradients(self, ga: Tensor, gb: Tensor, d: Tensor, x: Tensor, sa: Tensor, sb: Tensor) -> None:
  ga.add_(self.thin_product(self.back(d, sb), x))
  # (H^T D)^T and not D^T H: the same numbers, several times as fast.
  gb.add_(self.thin_product(self.back(x, sa), d).t())

def add_part_gradients(self, g: List[Tensor], d: List[Tensor], x: List[Tensor], w: List[Tensor]) -> None:
  # d, x: the gradient of each part's output, and its input; g, w: [A, B] and [s A^T, s B] of each in turn
  for i in range(len(g) // 2):
    if g[2 * i].numel() > 0:
      self.add_adapter_gradients(g[2 * i], g[2 * i + 1], d[i].contiguous(), x[i], w[2 * i], w[2 * i + 1])

def norm(self, x: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
  return torch.native_layer_norm(x, [x.size(1)], w[0], w[1], 1e-06)

def normed(self, x: Tensor, w: List[Tensor]) -> Tensor:
  # Cheaper to compute again than to keep.
  return self.low(self.norm(x, w)[0])

def norm_back(self, d: Tensor, x: Tensor, mean: Tensor, rstd: Tensor, w: List[Tensor], g: List[Tensor]) -> Tensor:
  trained = self.trains(g)
  dx, dw, db = torch.native_layer_norm_backward(
      d.to(6), x, [x.size(1)], mean, rstd, w[0], w[1], [True, trained, trained])
  if g[0].numel() > 0:
    g[0].add_(dw)
  if g[1].numel() > 0:
    g[1].add_(db)
  return dx
