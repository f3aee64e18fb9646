# What blocks are made of. A dense layer's weights are [forward weight, bias, back weight], as
# `plain` or `merged` prepare them; its gradients [weight, bias, A, B], each empty where nothing is
# trained. R is the rank rounded up to whole vectors, 0 without adapter.

def plain(self, weight: Tensor, bias: Tensor) -> List[Tensor]:
  rows = self.low(weight.view([weight.size(0), -1]))
  return [self.forward_weight(rows), self.low(bias), self.back_weight(rows)]

def merged(self, weight: Tensor, bias: Tensor, a: Tensor, b: Tensor, scale: float) -> List[Tensor]:
  # W + s B A, with s A as further outputs and s B as further inputs' gradients: one product gives
  # the layer's output and s A x, one on the way back the input's gradient and s B^T d.
  rank = a.size(0)
  room = (rank + 15) // 16 * 16 - rank
  scaled = a * scale
  both = torch.addmm(weight, b, scaled)
  forward = torch.cat([both, scaled, torch.zeros([room, a.size(1)])])
  shift = torch.cat([bias, torch.zeros([rank + room])])
  back = torch.cat([both, b * scale, torch.zeros([b.size(0), room])], 1)
  return [self.forward_weight(self.low(forward)), self.low(shift), self.back_weight(self.low(back))]

def trains(self, gradients: List[Tensor]) -> bool:
  for g in gradients:
    if g.numel() > 0:
      return True
  return False

def reads_input(self, g: List[Tensor]) -> bool:
  return g[0].numel() > 0 or g[2].numel() > 0

def thin_product(self, h: Tensor, rank: int, d: Tensor) -> Tensor:
  # The first columns' transpose times d, (rank, columns of d). Of a single column that is no
  # memory of its own, libtorch 2.7.1 gives a wrong product in bfloat16: there are always two.
  return torch.mm(h[:, :max(rank, 2)].t(), d)[:rank]

def add_gradients(self, g: List[Tensor], d: Tensor, x: Tensor, ax: Tensor, bd: Tensor) -> None:
  # d (M, out), x (M, in), ax = s A x (M, R), bd = s B^T d (M, R)
  if g[0].numel() > 0:
    self.add_product(g[0], d, x)
  if g[1].numel() > 0:
    g[1].add_(self.column_sums(d))
  if g[2].numel() > 0:
    g[2].add_(self.thin_product(bd, g[2].size(0), x))
    # (H^T D)^T and not D^T H: the same numbers, several times as fast.
    g[3].add_(self.thin_product(ax, g[2].size(0), d).t())

def add_dense(self, x: Tensor, inner: Tensor, weight: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor]:
  # x plus the layer's output, (M, C), and s A x
  width = x.size(1)
  if self.outputs(weight) == width:
    return (self.residual(x, inner, weight, bias), torch.empty([0]))
  out = self.dense(inner, weight, bias)
  return (torch.add(x, out[:, :width]), out[:, width:].clone())

def norm(self, x: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
  return torch.native_layer_norm(x, [x.size(1)], w[0], w[1], 1e-06)

def normed(self, x: Tensor, w: List[Tensor]) -> Tensor:
  # Cheaper to compute again than to keep.
  return self.low(self.norm(x, w)[0])

def norm_back(self, d: Tensor, x: Tensor, mean: Tensor, rstd: Tensor, w: List[Tensor], g: List[Tensor]) -> Tensor:
  trained = self.trains(g)
  dx, dw, db = torch.native_layer_norm_backward(
      d.to(6), x, [x.size(1)], mean, rstd, w[0], w[1], [True, trained, trained])
  if trained:
    g[0].add_(dw)
    g[1].add_(db)
  return dx
