# Transformer blocks, forward and backward without autograd. x is (M, C), M = B N rows.

# A block's weights w and gradients g are one list each, layer after layer:

def norm1(self, of: List[Tensor]) -> List[Tensor]:
  return of[0:2]

def qkv(self, w: List[Tensor]) -> List[Tensor]:
  return w[2:7]

def proj(self, w: List[Tensor]) -> List[Tensor]:
  return w[7:12]

def norm2(self, w: List[Tensor]) -> List[Tensor]:
  return w[12:14]

def fc1(self, w: List[Tensor]) -> List[Tensor]:
  return w[14:19]

def fc2(self, w: List[Tensor]) -> List[Tensor]:
  return w[19:24]

def qkv_gradients(self, g: List[Tensor]) -> List[Tensor]:
  return g[2:6]

def proj_gradients(self, g: List[Tensor]) -> List[Tensor]:
  return g[6:10]

def norm2_gradients(self, g: List[Tensor]) -> List[Tensor]:
  return g[10:12]

def fc1_gradients(self, g: List[Tensor]) -> List[Tensor]:
  return g[12:16]

def fc2_gradients(self, g: List[Tensor]) -> List[Tensor]:
  return g[16:20]

# Queries, keys and values may have an adapter each. What these have follows all layers, and is not there where
# there are none.

def parts(self, w: List[Tensor]) -> List[Tensor]:
  return w[24:]

def part_gradients(self, g: List[Tensor]) -> List[Tensor]:
  return g[20:]

def trains_qkv(self, g: List[Tensor]) -> bool:
  return self.trains(self.qkv_gradients(g)) or self.trains(self.part_gradients(g))

def trains_to_qkv(self, g: List[Tensor]) -> bool:
  return self.trains(self.norm1(g)) or self.trains_qkv(g)

def trains_to_proj(self, g: List[Tensor]) -> bool:
  return self.trains_to_qkv(g) or self.trains(self.proj_gradients(g))

def trains_norm2_or_fc1(self, g: List[Tensor]) -> bool:
  return self.trains(self.norm2_gradients(g)) or self.trains(self.fc1_gradients(g))

# In training images may skip a block's branches (Huang et al. 2016): `paths` (2, B) has what each image's
# attention (0) and MLP (1) are multiplied by. It is empty, and nothing is multiplied, where none skips any.

def kept(self, rows: Tensor, paths: Tensor, branch: int) -> Tensor:
  # A branch's output (M, C), or the gradient that goes into it
  if paths.numel() == 0:
    return rows
  each = rows.view([paths.size(1), -1, rows.size(1)])
  return (each * paths[branch].view([-1, 1, 1])).view([-1, rows.size(1)])

def joined(self, x: Tensor, inner: Tensor, w: List[Tensor], paths: Tensor, branch: int) -> Tensor:
  # x and a branch, whose last layer has the weights w
  if paths.numel() == 0:
    return self.residual(x, inner, w[0], w[1])
  return torch.add(x, self.kept(self.dense(inner, w[0], w[1]), paths, branch))

# The MLP's inner values (M, 4 C) go through `scratch`, one for all blocks: fresh memory for each would
# leave gaps among what is kept, and the process a third larger.

def scratch(self, rows: int, columns: int) -> Tensor:
  return self.low(torch.empty([rows, columns]))

def mlp(self, x: Tensor, w: List[Tensor], scratch: Tensor, paths: Tensor) -> List[Tensor]:
  # (M, C) to (M, C), followed by what the way back needs
  y, mean, rstd = self.norm(x, self.norm2(w))
  hidden = self.dense(self.low(y), self.fc1(w)[0], self.fc1(w)[1])
  active = torch.gelu(hidden, out=scratch[:hidden.size(0)])
  return [self.joined(x, active, self.fc2(w), paths, 1), mean, rstd, hidden]

def mlp_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], scratch: Tensor, below: bool, paths: Tensor) -> None:
  # d (M, C): the gradient of the result; in its place that of x, where one is wanted
  low = self.low(self.kept(d, paths, 1))
  inner = scratch[:s[3].size(0)]
  if self.trains(self.fc2_gradients(g)):
    # GELU is computed again: its outputs would take as much memory as its inputs.
    self.add_gradients(self.fc2_gradients(g), low, torch.gelu(s[3], out=inner), self.fc2(w))
  if not (below or self.trains_norm2_or_fc1(g)):
    return
  dh = torch.gelu_backward(self.back(low, self.fc2(w)[2]), s[3], grad_input=inner)
  if self.trains(self.fc1_gradients(g)):
    self.add_gradients(self.fc1_gradients(g), dh, self.normed(x, self.norm2(w)), self.fc1(w))
  if below or self.trains(self.norm2_gradients(g)):
    dy = self.back(dh, self.fc1(w)[2])
    d.add_(self.norm_back(dy, x, s[1], s[2], self.norm2(w), self.norm2_gradients(g)))

def block(self, x: Tensor, w: List[Tensor], images: int, heads: int, scratch: Tensor, paths: Tensor) -> List[Tensor]:
  # (M, C) to (M, C), followed by what the way back needs
  y, mean, rstd = self.norm(x, self.norm1(w))
  qkv = self.dense(self.low(y), self.qkv(w)[0], self.qkv(w)[1])
  attended = self.attend(qkv, images, heads, x.size(1))
  middle = self.joined(x, attended[0], self.proj(w), paths, 0)
  return self.mlp(middle, w, scratch, paths) + [mean, rstd, middle] + attended

def block_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], images: int, heads: int, scratch: Tensor, below: bool, paths: Tensor) -> None:
  # d (M, C): the gradient of the result; in its place that of x, where one is wanted
  self.mlp_back(d, s[6], s[:4], w, g, scratch, below or self.trains_to_proj(g), paths)
  low = self.low(self.kept(d, paths, 0))
  if self.trains(self.proj_gradients(g)):
    self.add_gradients(self.proj_gradients(g), low, s[7], self.proj(w))
  if not (below or self.trains_to_qkv(g)):
    return
  dqkv = self.attend_back(self.back(low, self.proj(w)[2]), s[7:], images, heads)
  if self.trains_qkv(g):
    self.add_qkv_gradients(g, dqkv, self.normed(x, self.norm1(w)), w)
  if below or self.trains(self.norm1(g)):
    dy = self.back(dqkv, self.qkv(w)[2])
    d.add_(self.norm_back(dy, x, s[4], s[5], self.norm1(w), self.norm1(g)))

def add_qkv_gradients(self, g: List[Tensor], d: Tensor, y: Tensor, w: List[Tensor]) -> None:
  width = y.size(1)
  self.add_gradients(self.qkv_gradients(g), d, y, self.qkv(w))
  each = [d[:, :width], d[:, width:2 * width], d[:, 2 * width:]]
  self.add_part_gradients(self.part_gradients(g), each, [y, y, y], self.parts(w))

def probabilities(self, x: Tensor, w: List[Tensor], images: int, heads: int) -> Tensor:
  # A block's input (M, C) to its attention, (B, H, N, N), for those who look at it
  y, mean, rstd = self.norm(x, self.norm1(w))
  qkv = self.dense(self.low(y), self.qkv(w)[0], self.qkv(w)[1]).to(6)
  head = x.size(1) // heads
  q, k, v = torch.unbind(qkv.view([images, -1, 3, heads, head]).permute([2, 0, 3, 1, 4]))
  return torch.softmax(torch.matmul(q * (head ** -0.5), k.transpose(2, 3)), -1)

# The last block. Only its class token is read, so that queries, the projection and the MLP are
# computed for one token an image, keys and values for all.

def last_block(self, x: Tensor, w: List[Tensor], images: int, heads: int, scratch: Tensor, paths: Tensor) -> List[Tensor]:
  # (M, C) to (B, C), followed by what the way back needs
  width = x.size(1)
  head = width // heads
  y, mean, rstd = self.norm(x, self.norm1(w))
  low = self.low(y)
  first = low.view([images, -1, width])[:, 0].contiguous()
  q = self.dense(first, self.some_outputs(self.qkv(w)[0], 0, width), self.qkv(w)[1][:width])
  kv = self.dense(low, self.some_outputs(self.qkv(w)[0], width, 3 * width), self.qkv(w)[1][width:])
  k, v = torch.unbind(self.keys_values(kv, images, heads))
  scores = torch.matmul(q.view([images, heads, 1, head]), k.transpose(2, 3))
  p = torch.softmax(scores * (head ** -0.5), -1)
  mixed = torch.matmul(p, v).view([images, width])
  middle = self.joined(x.view([images, -1, width])[:, 0], mixed, self.proj(w), paths, 0)
  return self.mlp(middle, w, scratch, paths) + [mean, rstd, middle, mixed, q, kv, p]

def keys_values(self, kv: Tensor, images: int, heads: int) -> Tensor:
  # (M, 2 C) to (2, B, H, N, D), a view
  return kv.view([images, -1, 2, heads, kv.size(1) // 2 // heads]).permute([2, 0, 3, 1, 4])

def last_block_back(self, d: Tensor, x: Tensor, s: List[Tensor], w: List[Tensor], g: List[Tensor], images: int, heads: int, scratch: Tensor, below: bool, paths: Tensor) -> Tensor:
  # d (B, C) to the gradient of x, (M, C), where one is wanted
  width = x.size(1)
  head = width // heads
  self.mlp_back(d, s[6], s[:4], w, g, scratch, below or self.trains_to_proj(g), paths)
  low = self.low(self.kept(d, paths, 0))
  if self.trains(self.proj_gradients(g)):
    self.add_gradients(self.proj_gradients(g), low, s[7], self.proj(w))
  if not (below or self.trains_to_qkv(g)):
    return d
  p = s[10]
  k, v = torch.unbind(self.keys_values(s[9], images, heads))
  dm = self.back(low, self.proj(w)[2]).view([images, heads, 1, head])
  dp = torch.matmul(dm, v.transpose(2, 3))
  ds = torch._softmax_backward_data(dp, p, -1, p.dtype) * (head ** -0.5)
  dq = torch.matmul(ds, k).view([images, width])
  dk = ds.transpose(2, 3) * s[8].view([images, heads, 1, head])
  dv = p.transpose(2, 3) * dm
  dkv = torch.stack([dk.transpose(1, 2), dv.transpose(1, 2)], 2).view([-1, 2 * width])
  if self.trains_qkv(g):
    y = self.normed(x, self.norm1(w))
    first = y.view([images, -1, width])[:, 0].contiguous()
    self.add_last_gradients(self.qkv_gradients(g), dq, dkv, first, y, self.qkv(w))
    self.add_part_gradients(
        self.part_gradients(g), [dq, dkv[:, :width], dkv[:, width:]], [first, y, y], self.parts(w))
  if not (below or self.trains(self.norm1(g))):
    return d
  dy = self.back(dkv, self.back_outputs(self.qkv(w)[2], width, 3 * width))
  dy.view([images, -1, width])[:, 0].add_(self.back(dq, self.back_outputs(self.qkv(w)[2], 0, width)))
  dx = self.norm_back(dy, x, s[4], s[5], self.norm1(w), self.norm1(g))
  dx.view([images, -1, width])[:, 0].add_(d)
  return dx

def add_last_gradients(self, g: List[Tensor], dq: Tensor, dkv: Tensor, first: Tensor, y: Tensor, w: List[Tensor]) -> None:
  # Of the joint layer's outputs, queries come from the class tokens and the rest from all.
  width = y.size(1)
  if g[0].numel() > 0:
    self.add_product(g[0][:width], dq, first)
    self.add_product(g[0][width:], dkv, y)
  if g[1].numel() > 0:
    g[1][:width].add_(self.column_sums(dq))
    g[1][width:].add_(self.column_sums(dkv))
  if g[2].numel() > 0:
    self.add_adapter_gradients(g[2], g[3][:width], dq, first, w[3], self.back_outputs(w[4], 0, width))
    self.add_adapter_gradients(g[2], g[3][width:], dkv, y, w[3], self.back_outputs(w[4], width, 3 * width))
