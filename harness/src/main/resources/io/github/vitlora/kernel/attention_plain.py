# Attention as batched products with kept probabilities: in bfloat16 far ahead of the fused operator.

def heads_of(self, qkv: Tensor, images: int, heads: int, width: int) -> Tensor:
  # (B N, 3 C + R) to (3, B H, N, D)
  head = width // heads
  parts = qkv.view([images, -1, qkv.size(1)])[:, :, :3 * width]
  parts = parts.unflatten(2, [3, heads, head]).permute([2, 0, 3, 1, 4])
  return parts.reshape([3, images * heads, -1, head])

def scaled(self, a: Tensor, b: Tensor, factor: float) -> Tensor:
  return torch.baddbmm(torch.empty([1], dtype=a.dtype), a, b, beta=0, alpha=factor)

def attend(self, qkv: Tensor, images: int, heads: int, width: int) -> List[Tensor]:
  # (B N, 3 C + R) to the heads' outputs, (B N, C), and what the way back needs
  head = width // heads
  q, k, v = torch.unbind(self.heads_of(qkv, images, heads, width))
  p = torch.softmax(self.scaled(q, k.transpose(1, 2), head ** -0.5), -1)
  mixed = torch.bmm(p, v).view([images, heads, -1, head])
  return [mixed.transpose(1, 2).reshape([-1, width]), p]

def attend_back(self, d: Tensor, qkv: Tensor, mixed: Tensor, kept: Tensor, images: int, heads: int, width: int) -> Tensor:
  # d (B N, C + R), the gradient of the outputs, to that of queries, keys and values, (B N, 3 C)
  head = width // heads
  q, k, v = torch.unbind(self.heads_of(qkv, images, heads, width))
  dm = d.view([images, -1, d.size(1)])[:, :, :width]
  dm = dm.unflatten(2, [heads, head]).transpose(1, 2).reshape([images * heads, -1, head])
  dv = torch.bmm(kept.transpose(1, 2), dm)
  ds = torch._softmax_backward_data(torch.bmm(dm, v.transpose(1, 2)), kept, -1, kept.dtype)
  dq = self.scaled(ds, k, head ** -0.5)
  dk = self.scaled(ds.transpose(1, 2), q, head ** -0.5)
  all = torch.stack([dq, dk, dv]).view([3, images, heads, -1, head])
  return all.permute([1, 3, 0, 2, 4]).reshape([-1, 3 * width])
