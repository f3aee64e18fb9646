# Attention as batched products with kept probabilities: in bfloat16 far ahead of the fused operator.

def scaled(self, a: Tensor, b: Tensor, factor: float) -> Tensor:
  return torch.baddbmm(torch.empty([1], dtype=a.dtype), a, b, beta=0, alpha=factor)

def attend(self, qkv: Tensor, images: int, heads: int, width: int) -> List[Tensor]:
  # (B N, 3 C) to the heads' outputs, (B N, C), and what else the way back needs
  head = width // heads
  parts = qkv.view([images, -1, 3, heads, head]).permute([2, 0, 3, 1, 4])
  parts = parts.reshape([3, images * heads, -1, head])
  q, k, v = torch.unbind(parts)
  p = torch.softmax(self.scaled(q, k.transpose(1, 2), head ** -0.5), -1)
  mixed = torch.bmm(p, v).view([images, heads, -1, head])
  return [mixed.transpose(1, 2).reshape([-1, width]), parts, p]

def attend_back(self, d: Tensor, s: List[Tensor], images: int, heads: int) -> Tensor:
  # d (B N, C), the gradient of the outputs, to that of queries, keys and values, (B N, 3 C)
  q, k, v = torch.unbind(s[1])
  p = s[2]
  head = q.size(2)
  dm = d.view([images, -1, heads, head]).transpose(1, 2).reshape([images * heads, -1, head])
  dv = torch.bmm(p.transpose(1, 2), dm)
  ds = torch._softmax_backward_data(torch.bmm(dm, v.transpose(1, 2)), p, -1, p.dtype)
  dq = self.scaled(ds, k, head ** -0.5)
  dk = self.scaled(ds.transpose(1, 2), q, head ** -0.5)
  all = torch.stack([dq, dk, dv]).view([3, images, heads, -1, head])
  return all.permute([1, 3, 0, 2, 4]).reshape([-1, 3 * heads * head])
